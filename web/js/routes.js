/** The pages: where each is, what the navigation calls it, and the module that shows it. */
export const HOME = "/new";

export const ROUTES = [
  { path: "/new", nav: { label: "shell.nav.new", icon: "add" }, load: () => import("./new-job/view.js") },
];
