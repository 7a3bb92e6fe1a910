/** A job that was sent, changed on the desk and sent again: what arrived stays, only the rest is sent. Pure. */
import { fold } from "./names.js";

/** The next shipment as a change of the earlier one's draft. */
export function amended(next, earlier) {
  if (!earlier?.jobId) return next;
  const before = new Map(earlier.files.map((file) => [file.id, file]));
  const isSame = next.compression === earlier.compression;
  const files = next.files.map((file) => {
    const old = before.get(file.id);
    const stays = old && hasArrived(old) && (isSame || file.kind === "archive") && !isTaken(old, next.files);
    return stays ? { ...old, isCarried: true } : file;
  });
  return { ...next, jobId: earlier.jobId, files, isAmended: false };
}

/** Those of a draft's uploads that are in the shipment no more. */
export function leftOver(uploads, { files }) {
  const carried = new Set(files.filter(({ isCarried }) => isCarried).map(({ uploadId }) => uploadId));
  return uploads.map(({ upload_id: id }) => id).filter((id) => !carried.has(id));
}

const hasArrived = ({ isSent, status }) => isSent && status !== "rejected";

/** Whether another file came to the desk under the name that this one was sent by. */
const isTaken = ({ id, name }, files) => files.some((other) => other.id !== id && fold(other.name) === fold(name));
