/** What may be chosen for a job, by the product's own table of providers; a choice that does not fit is moved to one that does. */

/** What a person finds who never chose. */
export const DEFAULTS = Object.freeze({
  provider: "flow",
  model: "Veo 3.1 - Fast",
  aspect: "portrait",
  outputs: 2,
  duration: 8,
  resolution: "720p",
  image_use: "references",
  images_per_prompt: 1,
  audio: true,
  max_credits: null,
  /** Who goes on where the provider cannot; null for nobody. */
  failover: null,
  /** The site account by name; null for any. */
  account: null,
});

const BY_ACCOUNT = "flow";
/** Each may depend on those before it. */
const ORDER = ["model", "image_use", "aspect", "outputs", "images_per_prompt", "resolution", "audio", "duration", "failover", "account"];

/** The choices that fit together with what is chosen already: lists of values by the option's name. */
export function choices(catalogue, options) {
  const others = Object.keys(catalogue.providers).filter((name) => name !== options.provider);
  return {
    provider: Object.keys(catalogue.providers),
    ...offered(catalogue, options),
    failover: [null, ...others.filter((provider) => canMake(catalogue, { ...options, provider }))],
    account: accountChoices(catalogue, options),
  };
}

/** The table without what this installation lacks; `accounts` = its accounts: `[{name, state}]`. */
export function narrow(catalogue, { providers, accounts }) {
  const here = Object.entries(catalogue.providers).filter(([name]) => providers.includes(name));
  return { ...catalogue, providers: Object.fromEntries(here), accounts };
}

/** What the provider offers by itself. */
function offered(catalogue, options) {
  const { capabilities, models } = catalogue.providers[options.provider];
  const model = models.find(({ name }) => name === options.model) ?? models[0];
  return {
    model: models.map(({ name }) => name),
    aspect: capabilities.aspects,
    outputs: upTo(capabilities.most_outputs),
    image_use: capabilities.image_uses,
    images_per_prompt: upTo(options.image_use === "frames" ? capabilities.most_frames : capabilities.most_references),
    duration: capabilities.durations.filter((seconds) => makesLength(capabilities, model, options.image_use, seconds)),
    resolution: capabilities.resolutions.filter((size) => !model.usd_per_second || size in model.usd_per_second),
    audio: capabilities.audio,
  };
}

/** The nearest options that are all offered; what fits stays as it is. */
export function fitting(catalogue, wanted) {
  const options = { ...DEFAULTS, ...wanted };
  if (!(options.provider in catalogue.providers)) options.provider = DEFAULTS.provider;
  for (const name of ORDER) {
    const values = choices(catalogue, options)[name];
    if (!values.includes(options[name])) options[name] = instead(name, values);
  }
  return options;
}

/** The credits of one take on the cheapest and the dearest plan, or its dollars. */
export function priceOfTake(catalogue, options) {
  const { models } = catalogue.providers[options.provider];
  const model = models.find(({ name }) => name === options.model);
  const usd = model?.usd_per_second?.[options.resolution];
  if (usd) return { usd: Number(usd) * options.duration };
  const prices = Object.values(model?.credits ?? {})
    .map((lengths) => lengths[options.duration])
    .filter((price) => price !== undefined);
  return prices.length ? { least: Math.min(...prices), most: Math.max(...prices) } : {};
}

const canMake = (catalogue, options) =>
  Object.entries(offered(catalogue, options)).every(([name, values]) => values.includes(options[name]));

/** Where accounts play no part, or there is but one, any will do; until they are known, one that was chosen stays. */
function accountChoices({ accounts }, { provider, failover, account }) {
  if (![provider, failover].includes(BY_ACCOUNT)) return [null];
  if (!accounts) return account ? [null, account] : [null];
  return accounts.length > 1 ? [null, ...accounts.map(({ name }) => name)] : [null];
}

const upTo = (most) => Array.from({ length: most }, (_, place) => place + 1);

function instead(name, values) {
  if (values.includes(DEFAULTS[name])) return DEFAULTS[name];
  return values.at(typeof values[0] === "number" ? -1 : 0);
}

function makesLength(capabilities, model, use, seconds) {
  const isKept = use !== "references" || capabilities.reference_durations.includes(seconds);
  const isPriced = !model.credits || Object.values(model.credits).some((lengths) => seconds in lengths);
  return isKept && isPriced;
}
