/** The page that the address names: loaded when first needed, told of its address, closed when left. */
import { toast } from "../core/announce.js";
import { html } from "../core/html.js";
import { refresh } from "../core/refresh.js";
import { location, match, navigate } from "../core/router.js";
import { t } from "../core/words.js";
import { HOME, ROUTES } from "../routes.js";
import { missing } from "./missing.js";

let current = { route: null, key: null, view: null };
let wanted = null;

/** The route of the page that is shown. */
export const currentRoute = () => current.route;

/** The page's content. */
export const pageTemplate = () => current.view?.template() ?? html`<p class="page-loading">${t("shell.loading")}</p>`;

/** Show the page of the address. The same page with another query is only told so. */
export async function showPage() {
  const { path, query } = location.get();
  if (path === "/") return navigate(HOME, {}, { replace: true });
  const found = find(path);
  wanted = path;
  if (current.key === path && current.view) {
    current.view.update?.({ params: found?.params ?? {}, query });
    return refresh();
  }
  const module = found ? await load(found.route) : { open: missing };
  if (wanted !== path || !module) return undefined;
  current.view?.close?.();
  current = { route: found?.route ?? null, key: path, view: null };
  current.view = module.open({ params: found?.params ?? {}, query: location.get().query });
  retitle();
  refresh();
  return undefined;
}

/** Write the page's name into the window's title. */
export function retitle() {
  const title = current.view?.title();
  document.title = title ? `${title} · Dailies` : "Dailies";
}

function find(path) {
  for (const route of ROUTES) {
    const params = match(route.path, path);
    if (params) return { route, params };
  }
  return null;
}

async function load(route) {
  try {
    return await route.load();
  } catch {
    toast(t("shell.page_failed"), { tone: "bad", action: { label: t("shell.try_again"), run: showPage } });
    return null;
  }
}
