// Runs before the first paint, so that a chosen theme does not flash in.
const theme = localStorage.getItem("dailies.theme");
if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
