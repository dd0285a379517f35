// Makes the production build, unless one of these sources is there. Run: npm run build
import { say } from "../../scripts/bootstrap/project.mjs";
import { buildPortal, isBuilt, prepareSources } from "../build/build";

if (await isBuilt()) {
	say("this is built already");
} else {
	await prepareSources();
	await buildPortal({ show: true });
}
