/** The gallery's start: words and settings first, then the shell with the page of the address. */
import { connection } from "./core/connection.js";
import { onRefresh, refresh } from "./core/refresh.js";
import { location } from "./core/router.js";
import { openSession } from "./core/session.js";
import { loadWords, onLanguage } from "./core/words.js";
import { showPage, retitle } from "./shell/page.js";
import { paintShell } from "./shell/shell.js";

await Promise.all([loadWords(), openSession()]);
onRefresh(paintShell);
onLanguage(() => {
  retitle();
  refresh();
});
connection.subscribe(refresh);
location.subscribe(showPage);
paintShell();
await showPage();
