// What Main UI's oh-webframe makes of a widget: an iframe that has each key of the component's
// config as an attribute, in lower case. Values that begin with = are expressions.

const CONSTANTS = { items: {}, vars: {}, loop: {}, user: null, Math, JSON };

export function propsOf(widget, config) {
  const defaults = widget.props.parameters
    .filter((one) => one.default !== undefined)
    .map((one) => [one.name, one.default]);
  return { ...Object.fromEntries(defaults), ...config };
}

export class WebFrame {
  constructor(widget, config) {
    this.widget = widget;
    this.written = new Map();
    this.element = document.createElement("iframe");
    this.element.className = "oh-webframe";
    this.card = widget.component === "oh-webframe-card" ? new Card(this.element) : null;
    this.root = this.card?.root ?? this.element;
    this.update(config);
  }

  // Attributes are written when they have changed; the height each time, as Vue does with styles.
  update(config) {
    const context = this.context(config);
    const { height = "300px", ...rest } = this.widget.config;
    for (const [key, value] of Object.entries({ ...rest, height }))
      this.write(key.toLowerCase(), evaluate(value, context));
    this.element.style.height = this.written.get("height");
    this.card?.show((name) => this.written.get(name.toLowerCase()));
  }

  write(name, value) {
    if (this.written.has(name) && this.written.get(name) === value) return;
    this.written.set(name, value);
    if (value === undefined || value === null) this.element.removeAttribute(name);
    else this.element.setAttribute(name, value);
  }

  context(config) {
    const root = document.documentElement.classList;
    const dark = root.contains("dark");
    const theme = ["aurora", "md", "ios"].find((name) => root.contains(name));
    const { innerWidth, innerHeight } = window;
    return {
      ...CONSTANTS,
      props: propsOf(this.widget, config),
      theme,
      themeOptions: { dark: dark ? "dark" : "light", filled: "", bars: "" },
      device: { desktop: theme === "aurora", android: theme === "md", ios: theme === "ios" },
      screen: {
        width: screen.width, height: screen.height,
        viewAreaWidth: innerWidth, viewAreaHeight: innerHeight,
        appWidth: innerWidth, appHeight: innerHeight,
      },
    };
  }
}

// The card that oh-webframe-card puts around it.
class Card {
  constructor(content) {
    const [header, footer] = ["header", "footer"].map((tag) => document.createElement(tag));
    this.root = document.createElement("section");
    this.root.append(header, content, footer);
    this.show = (value) => {
      header.textContent = value("title") ?? "";
      footer.textContent = value("footer") ?? "";
      const options = ["outline", "noBorder", "noShadow"];
      const set = options.filter((name) => String(value(name)) === "true");
      this.root.className = ["card", "webframe-card", ...set].join(" ");
    };
  }
}

function evaluate(value, context) {
  if (typeof value !== "string" || !value.startsWith("=")) return value;
  try {
    const names = Object.keys(context);
    return new Function(...names, `return (${value.slice(1)})`)(...names.map((it) => context[it]));
  } catch (error) {
    return String(error);
  }
}
