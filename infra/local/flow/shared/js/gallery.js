// The visitor's projects.
import { shuffleClasses } from "/static/js/classes.js";
import { button, el } from "/static/js/dom.js";
import { checkMarker, get, post } from "/static/js/server.js";
import { icon } from "./icon.js";
import { say, speak } from "/static/js/labels.js";

const address = (project) => `/fx/tools/flow/project/${project.id}`;

async function createProject() {
  location.assign(address(await post("/api/projects")));
}

async function start() {
  const account = await get("/api/account");
  if (!checkMarker(account)) return;
  speak(account);
  shuffleClasses(account);
  const projects = await get("/api/projects");
  document.getElementById("__next").append(el("main", { class: "gallery" },
    el("h1", {}, say("Your projects")),
    button({ class: "primary", onclick: createProject }, icon("add_2"), el("span", {}, say("New project"))),
    ...projects.map((project) => el("a", { href: address(project) }, project.title))));
}

start();
