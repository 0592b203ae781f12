import { preferences } from "./preferences.js";
import { errorSummary } from "./error-summary.js";
import { counts } from "./count.js";
import { passwords } from "./password.js";
import { keeping } from "./keep.js";
import { similar } from "./similar.js";
import { copying } from "./copy.js";
import { files } from "./files.js";
import { desk } from "./desk.js";
import { print } from "./print.js";
import { shrinking } from "./shrink.js";
import { covering } from "./cover.js";
import { next } from "./next.js";
import { progress } from "./progress.js";
import { uploads } from "./uploads.js";
import { countdown } from "./countdown.js";

document.documentElement.classList.add("js");
for (const improve of [preferences, errorSummary, counts, passwords, shrinking, uploads, keeping, similar, copying, files, desk, print, covering, next, progress, countdown]) improve();
