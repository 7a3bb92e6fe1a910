// Class names as a build with hashed styles has them: other ones at every load. Those of libraries stay.
const OF_LIBRARIES = /^(ProseMirror|cdk-|mat-|glue-)/;
const known = new Map();
let shuffled = false;

export function shuffleClasses(account) {
  shuffled = account.shuffled_classes;
  if (!shuffled) return;
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule.selectorText) rule.selectorText = rule.selectorText.replace(/\.([A-Za-z][\w-]*)/g, (_, name) => `.${rename(name)}`);
    }
  }
}

function rename(name) {
  if (OF_LIBRARIES.test(name)) return name;
  if (!known.has(name)) known.set(name, `c${Math.random().toString(36).slice(2, 9)}`);
  return known.get(name);
}

export function classes(names) {
  return shuffled ? names.split(" ").map(rename).join(" ") : names;
}
