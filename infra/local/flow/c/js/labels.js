// What the account's language calls things; a label without a translation stays English.
let labels = {};

export function speak(account) {
  labels = account.labels;
  document.documentElement.lang = account.language;
}

export function say(label, values = {}) {
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), labels[label] ?? label);
}
