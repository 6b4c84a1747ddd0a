// What every page does in the browser. No framework, ES2019, no eval; each part works on data- attributes and is
// an addition: without it the pages still work (drawer by anchor, plain forms, plain tables).
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const near = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

  // --- drawer: side navigation on a phone -------------------------------------------------------------------
  const opener = document.querySelector("[data-nav-open]");
  const side = document.getElementById("nav");
  function setDrawer(open) {
    if (!opener || !side) return;
    document.body.classList.toggle("nav-open", open);
    opener.setAttribute("aria-expanded", String(open));
    if (open) (side.querySelector("a.on") || side.querySelector("a")).focus();
    else if (side.contains(document.activeElement)) opener.focus();
  }
  document.addEventListener("click", (event) => {
    if (near(event, "[data-nav-open]")) {
      event.preventDefault();
      setDrawer(true);
    } else if (near(event, "[data-nav-close]")) {
      event.preventDefault();
      setDrawer(false);
    }
  });
  document.addEventListener("keydown", (event) => {
    const open = document.body.classList.contains("nav-open");
    if (event.key === "Escape" && open) setDrawer(false);
    if (event.key === "Tab" && open) {
      const stops = all("a[href], button", side);
      const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
      if (document.activeElement === edge) {
        event.preventDefault();
        (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
      }
    }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      const search = document.querySelector(".search input");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });

  // --- filters fold away on a phone; what is chosen stays visible as chips -----------------------------------
  if (window.matchMedia("(max-width: 760px)").matches) {
    all("details.filter-box").forEach((box) => { box.open = false; });
  }

  // --- menus (<details>): one open at a time, shut by Escape or a click elsewhere ----------------------------
  document.addEventListener("click", (event) => {
    all("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && near(event, "details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // --- toasts ----------------------------------------------------------------------------------------------
  const STAY = 6000; // ms; errors stay until shut
  function arm(toast) {
    if (toast.classList.contains("s-over") || toast.hasAttribute("data-stay")) return;
    let timer = setTimeout(() => toast.remove(), STAY);
    toast.addEventListener("mouseenter", () => clearTimeout(timer));
    toast.addEventListener("focusin", () => clearTimeout(timer));
    toast.addEventListener("mouseleave", () => {
      timer = setTimeout(() => toast.remove(), STAY);
    });
  }
  function toast(tone, text) {
    const shape = document.getElementById("toast-shape");
    const tray = document.getElementById("toasts");
    if (!shape || !tray) return;
    const node = shape.content.firstElementChild.cloneNode(true);
    node.classList.add("s-" + (/^(ok|soon|over|info)$/.test(tone) ? tone : "info"));
    node.querySelector(".words").textContent = text;
    tray.append(node);
    arm(node);
  }
  all(".toast").forEach(arm);
  document.addEventListener("htmx:load", (event) => {
    if (event.target.classList && event.target.classList.contains("toast")) arm(event.target);
  });
  document.addEventListener("click", (event) => {
    const shut = near(event, ".toast .shut");
    if (shut) shut.closest(".toast").remove();
  });
  // The server says it with a header: HX-Trigger: {"toast": {"tone": "ok", "text": "…"}}
  document.addEventListener("toast", (event) => toast(event.detail.tone, event.detail.text));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    toast("over", status === 403 ? "没有权限做这一步。" : status === 409 ? "内容刚被别人改过，请刷新后再试。" : "没有办成，请稍后再试；内容没有丢失。");
  });
  document.addEventListener("htmx:sendError", () => toast("over", "连不上服务器，请检查网络后再试。"));

  // --- dialogs ---------------------------------------------------------------------------------------------
  const canAsk = typeof HTMLDialogElement !== "undefined";
  function ask(words) {
    const dialog = document.getElementById("ask");
    if (!dialog || !canAsk) return Promise.resolve(window.confirm(words.text));
    dialog.querySelector("[data-ask-title]").textContent = words.title || "请确认";
    dialog.querySelector("[data-ask-text]").textContent = words.text;
    dialog.querySelector("[data-ask-yes]").textContent = words.yes || "确定";
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((done) => {
      dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true });
    });
  }
  function wordsOf(node) {
    return { title: node.dataset.confirmTitle, text: node.dataset.confirm, yes: node.dataset.confirmYes };
  }
  document.addEventListener("click", (event) => {
    const open = near(event, "[data-dialog]");
    if (open && canAsk) {
      event.preventDefault();
      document.getElementById(open.dataset.dialog).showModal();
    }
    const shut = near(event, "[data-dialog-close]");
    if (shut) shut.closest("dialog").close("");
    if (event.target.nodeName === "DIALOG") event.target.close("");
  });
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(Object.assign(wordsOf(event.detail.elt), { text: event.detail.question })).then((yes) => {
      if (yes) event.detail.issueRequest(true);
    });
  });

  // --- forms: ask first, send once, warn before unsaved text is lost, send when a choice is made --------------
  const dirty = new Set();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const pressed = event.submitter;
    const asking = pressed && pressed.dataset.confirm ? pressed : form.dataset.confirm ? form : null;
    if (asking && !form.dataset.confirmed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(wordsOf(asking)).then((yes) => {
        if (!yes) return;
        form.dataset.confirmed = "1";
        if (pressed) form.requestSubmit(pressed);
        else form.requestSubmit();
        delete form.dataset.confirmed;
      });
      return;
    }
    dirty.delete(form);
    if (form.method === "post" && !form.hasAttribute("data-many")) {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      if (pressed) pressed.setAttribute("aria-busy", "true");
      setTimeout(() => release(form), 5000); // a download leaves the page where it is
    }
  }, true);
  function release(form) {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  }
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target instanceof Element && event.target.closest("form");
    if (form) release(form);
  });
  document.addEventListener("input", (event) => {
    const form = near(event, "form[data-guard]");
    if (form) dirty.add(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if (Array.from(dirty).some((form) => form.isConnected)) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
  document.addEventListener("change", (event) => {
    const form = near(event, "form[data-autosubmit]");
    if (form) form.requestSubmit();
  });

  // --- drop a file -----------------------------------------------------------------------------------------
  function sizeWords(bytes) {
    return bytes < 1024 * 1024 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1024 / 1024).toFixed(1) + " MB";
  }
  function wrongWith(file, input) {
    const endings = (input.accept || "").split(",").map((ending) => ending.trim().toLowerCase()).filter(Boolean);
    const most = Number(input.dataset.maxBytes || 0);
    if (endings.length && !endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return "类型不对，请选 " + endings.join(" ") + " 文件";
    if (most && file.size > most) return "超过 " + sizeWords(most) + "，请拆成几个文件";
    return "";
  }
  function showPicked(input) {
    const list = input.closest(".drop").querySelector(".picked");
    let wrong = "";
    list.textContent = "";
    Array.from(input.files).forEach((file) => {
      const line = document.createElement("li");
      const fault = wrongWith(file, input);
      wrong = wrong || fault;
      line.textContent = file.name + "（" + sizeWords(file.size) + "）" + (fault ? "：" + fault : "");
      line.className = fault ? "wrong" : "";
      list.append(line);
    });
    input.setCustomValidity(wrong);
  }
  ["dragover", "dragleave", "drop"].forEach((kind) => {
    document.addEventListener(kind, (event) => {
      const box = near(event, ".drop");
      if (!box) return;
      event.preventDefault();
      box.classList.toggle("over-it", kind === "dragover");
      const input = box.querySelector("input[type=file]");
      if (kind === "drop" && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches && event.target.matches(".drop input[type=file]")) showPicked(event.target);
  });

  // --- copy as plain text ------------------------------------------------------------------------------------
  function copyText(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea"); // http on an office network has no clipboard object
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }
  document.addEventListener("click", (event) => {
    const button = near(event, "[data-copy]");
    const from = button && document.querySelector(button.dataset.copy);
    if (!from) return;
    copyText("value" in from ? from.value : from.innerText).then(
      () => toast("ok", "已复制，可以粘贴到文档里。"),
      () => toast("over", "没能复制，请选中文字后按 Ctrl+C。"),
    );
  });

  // --- one of several is picked (a mark in the paper): the detail beside it is fetched by htmx -----------------
  document.addEventListener("click", (event) => {
    const one = near(event, "[data-pick]");
    if (!one) return;
    all("[data-pick='" + one.dataset.pick + "'][aria-current]").forEach((other) => other.removeAttribute("aria-current"));
    one.setAttribute("aria-current", "true");
  });

  // --- choose all rows ---------------------------------------------------------------------------------------
  document.addEventListener("change", (event) => {
    const head = near(event, "[data-check-all]");
    if (head) all("tbody input[type=checkbox]", head.closest("table")).forEach((box) => { box.checked = head.checked; });
  });
})();
