/** One attack in a process of its own: prints how many requests it made. Arguments: its name, origin, kid, seconds. */
import { ATTACKS } from "./attacks";

const [name = "", origin = "", kid = "", seconds = "0"] = process.argv.slice(2);
const attack = ATTACKS[name];
if (attack === undefined) throw new Error(`no attack is called ${name}`);
const requests = await attack({ origin, kid, stop: AbortSignal.timeout(Number(seconds) * 1_000) });
console.log(JSON.stringify({ requests }));
process.exit(0);
