// What the pages of both libraries share: the settings behind the `#`, and what a person sees.

export const settings = JSON.parse(decodeURIComponent(location.hash.slice(1)));

const phone = document.querySelector("#phone");
const words = phone.querySelector("[role=status]");
const audio = document.querySelector("audio");

export function opened() {
  performance.mark("bench:open");
}

export function registered() {
  performance.mark("bench:registered");
  phone.dataset.connection = "registered";
  phone.querySelector("button").dataset.color = "green";
}

export function shows(state, party = "") {
  phone.dataset.state = state;
  words.textContent = party;
}

export function plays(stream) {
  audio.srcObject = stream;
}
