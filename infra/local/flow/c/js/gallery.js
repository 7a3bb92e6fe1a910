// The visitor's projects.
import { button, el, icon } from "./dom.js";
import { checkMarker, get, post } from "./server.js";

async function createProject() {
  const project = await post("/api/projects");
  location.assign(`/project/${project.id}`);
}

const account = await get("/api/account");
if (checkMarker(account)) {
  const projects = await get("/api/projects");
  document.getElementById("gallery").append(
    el("h1", {}, "Your projects"),
    button({ class: "primary", onclick: createProject }, icon("add"), " New project"),
    ...projects.map((project) => el("a", { href: `/project/${project.id}` }, project.title)),
  );
}
