/** The ZIPs of the job: they are sent as they are, and looked into after they arrived. */
import { bytes } from "../core/format.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { t } from "../core/words.js";
import { takeArchive } from "./desk.js";

/** The list, or nothing. */
export function archivesView({ archives }) {
  if (archives.length === 0) return nothing;
  return html`<ul class="archives">
    ${archives.map(
      ({ id, name, size }) => html`<li class="archive panel">
        ${icon("zip")}
        <span class="truncate" title=${name}>${name}</span>
        <span class="faint figures">${bytes(size)}</span>
        <button type="button" class="icon-button small" aria-label=${t("new.remove", { name })} @click=${() => takeArchive(id)}>
          ${icon("close")}
        </button>
      </li>`,
    )}
  </ul>`;
}
