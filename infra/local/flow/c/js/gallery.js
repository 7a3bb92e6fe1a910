// The visitor's projects.
import { shuffleClasses } from "./classes.js";
import { button, el, icon } from "./dom.js";
import { say, speak } from "./labels.js";
import { checkMarker, get, post } from "./server.js";

async function createProject() {
  const project = await post("/api/projects");
  location.assign(`/project/${project.id}`);
}

const account = await get("/api/account");
if (checkMarker(account)) {
  speak(account);
  shuffleClasses(account);
  const projects = await get("/api/projects");
  document.getElementById("gallery").append(
    el("h1", {}, say("Your projects")),
    button({ class: "primary", onclick: createProject }, icon("add"), ` ${say("New project")}`),
    ...projects.map((project) => el("a", { href: `/project/${project.id}` }, project.title)),
  );
}
