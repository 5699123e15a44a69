// A host like openHAB's Main UI: it stays, and each of its pages destroys the frame of the page before.
// `changes` says of each when somebody clicked, in milliseconds since 1970, and how many later the document of
// its phone was green.

const GREEN = '[data-connection="registered"] [data-color="green"]';
const SETTLED = 300; // ms after which the host makes a last picture, should others have been left out
const changes = [];
const main = document.querySelector("main");

function change({ timeStamp }) {
  const frame = document.createElement("iframe");
  frame.title = "Phone";
  frame.allow = "microphone; camera; autoplay";
  frame.width = frame.height = "300";
  frame.src = decodeURIComponent(location.hash.slice(1));
  main.classList.toggle("odd");
  main.replaceChildren(frame);
  look(frame, timeStamp);
}

function look(frame, start) {
  if (!frame.contentDocument?.querySelector(GREEN)) setTimeout(look, 1, frame, start);
  else {
    changes.push({ start: performance.timeOrigin + start, loaded: performance.now() - start });
    setTimeout(() => main.classList.toggle("settled"), SETTLED);
  }
}

document.querySelector("button").addEventListener("click", change);
