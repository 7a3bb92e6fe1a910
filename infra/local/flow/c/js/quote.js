// What a click would cost: the price of a clip by model, resolution and seconds, times the outputs.
export function modelOf(account, settings) {
  const name = settings.mode === "image" ? settings.image_model : settings.model;
  return account.models.find((model) => model.name === name && model.kind === settings.mode);
}

export function quote(account, settings) {
  if (settings.mode === "image") return 0;
  const clip = modelOf(account, settings)?.credits[settings.resolution]?.[settings.seconds];
  return clip === undefined ? null : clip * settings.outputs;
}

export function offers(account, settings, resolution, seconds) {
  return modelOf(account, settings)?.credits[resolution]?.[seconds] !== undefined;
}
