/** What outlives a reload: values and files in the browser's own database, by name. */
const DATABASE = "dailies";
const TABLE = "kept";
let opening = null;

/** Read; gives undefined where there is nothing, or no database. */
export const load = (name) => act("readonly", (table) => table.get(name)).catch(() => undefined);

/** Keep a value; gives false where there was no room for it. */
export const keep = (name, value) =>
  act("readwrite", (table) => table.put(value, name)).then(
    () => true,
    () => false,
  );

/** Forget everything whose name starts so. */
export const forget = (prefix) =>
  act("readwrite", (table) => table.delete(IDBKeyRange.bound(prefix, `${prefix}\uffff`))).catch(() => undefined);

async function act(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(TABLE, mode);
    const asked = work(transaction.objectStore(TABLE));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opening;
}
