// The settings that stick to the account: each change goes to the server, which may keep another.
import { modelOf, offers, quote } from "/static/js/quote.js";
import { put } from "/static/js/server.js";

const ASPECTS = ["16:9", "9:16"];
const USUAL_SECONDS = 8;
const RESOLUTION = "720p";

export class Choices {
  // `lengths`: the seconds that the page lets one choose; `isShown`: whether a model is on its list.
  constructor(account, { lengths, isShown }) {
    Object.assign(this, { account, lengths, isShown });
    this.listeners = [];
    this.sending = Promise.resolve();
    account.settings = this.fit(account.settings);
  }

  get settings() {
    return this.account.settings;
  }

  get models() {
    return this.account.models.filter((model) => model.kind === this.settings.mode && this.isShown(model));
  }

  get model() {
    return modelOf(this.account, this.settings);
  }

  get cost() {
    return quote(this.account, this.settings) ?? 0;
  }

  chooseModel(name) {
    this.change({ [this.settings.mode === "image" ? "image_model" : "model"]: name });
  }

  isOffered(seconds) {
    return this.lengths.includes(seconds) && offers(this.account, this.settings, RESOLUTION, seconds);
  }

  change(values) {
    const wanted = this.fit({ ...this.settings, ...values });
    this.account.settings = wanted;
    this.tell();
    this.sending = this.sending.then(() => put("/api/settings", wanted)).then((kept) => this.accept(wanted, kept), () => {});
  }

  // A choice that the page or the model does not offer moves to one that it does.
  fit(settings) {
    const fitted = { ...settings, resolution: RESOLUTION };
    if (!ASPECTS.includes(fitted.aspect)) fitted.aspect = ASPECTS[0];
    if (fitted.mode !== "video") return fitted;
    const models = this.account.models.filter((model) => model.kind === "video" && this.isShown(model));
    if (!models.some((model) => model.name === fitted.model)) fitted.model = models[0]?.name ?? fitted.model;
    const offered = this.lengths.includes(fitted.seconds) && offers(this.account, fitted, RESOLUTION, fitted.seconds);
    return offered ? fitted : { ...fitted, seconds: USUAL_SECONDS };
  }

  // What the server kept instead is shown as it is, even where this page does not offer it.
  accept(sent, kept) {
    for (const [field, value] of Object.entries(kept)) {
      if (value !== sent[field] && this.settings[field] === sent[field]) {
        this.account.settings = { ...this.settings, [field]: value };
      }
    }
    this.tell();
  }

  tell() {
    this.listeners.forEach((listener) => listener());
  }
}
