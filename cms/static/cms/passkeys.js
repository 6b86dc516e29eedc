// Says in words what the passkey scripts say in the console, and hides what this browser cannot do.
document.addEventListener("DOMContentLoaded", () => {
  const fault = document.getElementById("key-fault");
  const none = document.getElementById("no-keys");
  if (!window.PublicKeyCredential) {
    for (const button of document.querySelectorAll("[data-key]")) button.hidden = true;
    if (none) none.hidden = false;
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    if (fault) fault.hidden = false;
  });
});
