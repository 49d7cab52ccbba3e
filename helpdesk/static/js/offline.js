// Says when the line is gone; the notice stands hidden in the page already.
export function attach(body) {
  const notice = body.querySelector("[data-offline]");
  const look = () => {
    notice.hidden = navigator.onLine;
  };
  addEventListener("online", look);
  addEventListener("offline", look);
  look();
}
