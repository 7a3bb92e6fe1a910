/** The pages: where each is, what the navigation calls it, and the module that shows it. */
export const HOME = "/jobs";

export const ROUTES = [
  { path: "/new", nav: { label: "shell.nav.new", icon: "add" }, load: () => import("./new-job/view.js") },
  { path: "/jobs", nav: { label: "queue.nav", icon: "queue" }, load: () => import("./queue/view.js") },
  { path: "/jobs/:id", load: () => import("./job/view.js") },
  { path: "/downloads", nav: { label: "downloads.nav", icon: "download" }, load: () => import("./downloads/view.js") },
  { path: "/session", nav: { label: "session.nav", icon: "user" }, load: () => import("./accounts/view.js") },
];
