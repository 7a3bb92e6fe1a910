// The words of the pages in the account's language; what has no translation stays English.
let labels = {};

export function speak(account) {
  labels = account.labels;
  document.documentElement.lang = account.language;
}

// `{name}` in a label is where the value of that name goes.
export function say(label, values = {}) {
  return (labels[label] ?? label).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
