/** Dark or light: the system's choice until a person makes their own. */
const KEY = "dailies.theme";
const CHOICES = ["system", "dark", "light"];

/** What is chosen: system | dark | light. */
export const theme = () => localStorage.getItem(KEY) ?? "system";

/** Choose; `system` forgets the choice. */
export function chooseTheme(choice) {
  if (choice === "system") {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(KEY, choice);
    document.documentElement.dataset.theme = choice;
  }
}

/** Go on to the next choice, and give it. */
export function nextTheme() {
  const next = CHOICES[(CHOICES.indexOf(theme()) + 1) % CHOICES.length];
  chooseTheme(next);
  return next;
}
