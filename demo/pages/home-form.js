// The settings form that Main UI makes from the parameters of a widget.

const TYPES = { INTEGER: "number", DECIMAL: "number", BOOLEAN: "checkbox" };

export function showForm(fields, widget, config) {
  const { parameterGroups = [], parameters } = widget.props;
  const groups = [...parameterGroups, { name: undefined, label: "Other" }];
  fields.replaceChildren(
    ...groups
      .map((group) => [group, parameters.filter((one) => one.groupName === group.name)])
      .filter(([, members]) => members.length)
      .map(([group, members]) => fieldset(group, members, config)),
  );
}

// The config that the fields say; what is empty is left out.
export function readForm(fields) {
  const config = {};
  for (const field of fields.querySelectorAll("[name]")) {
    const isToggle = field.type === "checkbox";
    const changed = isToggle && field.checked !== (field.dataset.preset === "true");
    if (changed) config[field.name] = field.checked;
    else if (!isToggle && field.value !== "")
      config[field.name] = field.type === "number" ? Number(field.value) : field.value;
  }
  return config;
}

function fieldset(group, members, config) {
  const set = make("fieldset", { className: "group" });
  set.dataset.advanced = members.every((one) => one.advanced);
  set.append(make("legend", { textContent: group.label }));
  set.append(...members.map((one) => row(one, config[one.name])));
  return set;
}

function row(parameter, value) {
  const label = make("label", { className: "field" });
  label.dataset.advanced = Boolean(parameter.advanced);
  const name = make("span", { className: "label", textContent: parameter.label });
  if (parameter.required) name.append(make("b", { textContent: " *", title: "Required" }));
  const words = make("small", { textContent: parameter.description ?? "" });
  label.append(name, input(parameter, value), words);
  return label;
}

function input(parameter, value) {
  const { name, type, required = false, context, options, min, max } = parameter;
  if (options && parameter.limitToOptions !== false) return choice(parameter, value);
  const kind = context === "password" ? "password" : (TYPES[type] ?? "text");
  const field = make("input", { name, type: kind, required, autocomplete: "off" });
  if (kind === "checkbox") {
    field.className = "toggle";
    field.required = false;
    field.dataset.preset = String(parameter.default ?? false);
    field.checked = String(value ?? field.dataset.preset) === "true";
  } else {
    field.value = value ?? "";
    field.placeholder = parameter.default ?? "";
    if (kind === "number") Object.assign(field, { min: min ?? "", max: max ?? "" });
  }
  if (kind === "password") field.autocomplete = "new-password";
  return field;
}

function choice({ name, options, default: preset = "" }, value) {
  const field = make("select", { name });
  field.append(make("option", { value: "", textContent: preset ? `Default (${preset})` : "None" }));
  field.append(
    ...options.map((one) => make("option", { value: one.value, textContent: one.label })),
  );
  field.value = value ?? "";
  return field;
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
