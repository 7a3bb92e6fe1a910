/** The one place where text becomes the address of a script: the page's policy allows no other. */
const policy = globalThis.trustedTypes?.createPolicy("dailies", {
  createScriptURL(url) {
    const resolved = new URL(url, document.baseURI);
    if (resolved.origin !== location.origin) throw new TypeError("foreign script");
    return resolved.href;
  },
});

/** Start a module worker from one of the gallery's own files. */
export function startWorker(url) {
  return new Worker(policy ? policy.createScriptURL(url) : url, { type: "module" });
}
