/** A value that can be watched: `get`, `set` with a patch, `subscribe`; nothing is deeply compared or copied. */
export function createStore(initial) {
  let value = Object.freeze({ ...initial });
  const listeners = new Set();
  return {
    get: () => value,
    set(patch) {
      const changed = Object.keys(patch).some((name) => patch[name] !== value[name]);
      if (!changed) return;
      value = Object.freeze({ ...value, ...patch });
      for (const listener of [...listeners]) listener(value);
    },
    /** Call `listener` after each change; gives the function that ends it. */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
