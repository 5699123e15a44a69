// A host like openHAB's Main UI: it stays, and each of its pages destroys the frame of the page before.
// `changes` is how long each page took, from the click on the button to a picture with a green phone.

const GREEN = '[data-connection="registered"] [data-color="green"]';
const changes = [];

function change({ timeStamp }) {
  const frame = document.createElement("iframe");
  frame.title = "Phone";
  frame.allow = "microphone; camera; autoplay";
  frame.width = frame.height = "300";
  frame.src = decodeURIComponent(location.hash.slice(1));
  document.querySelector("main").replaceChildren(frame);
  look(frame, timeStamp);
}

function look(frame, start) {
  if (!frame.contentDocument?.querySelector(GREEN)) setTimeout(look, 1, frame, start);
  else requestAnimationFrame(() => setTimeout(() => changes.push(performance.now() - start)));
}

document.querySelector("button").addEventListener("click", change);
