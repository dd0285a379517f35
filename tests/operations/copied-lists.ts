/** "Publishing lists by CDN": the published folder, copied, behind a real nginx with the configuration that is printed. */
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../server/port";
import { printedBlock, replaced } from "../fleet/printed";
import type { Programs } from "../fleet/programs";
import type { Site } from "./site";

const NGINX = "/usr/sbin/nginx";

export async function serveCopy(programs: Programs, { origin, data }: Site): Promise<void> {
	if (!existsSync(NGINX)) throw new Error("nginx is not installed here (Debian: apt-get install nginx-light)");
	const folder = await programs.folder("relais-nginx-");
	await chmod(folder, 0o755);
	const port = await freePort();
	const changes = new Map([
		["listen 80;", `listen 127.0.0.1:${port};`],
		["/var/www/relais", path.join(folder, "www")],
	]);
	const server = replaced(await printedBlock("nginx", "location /trust/"), changes);
	const frame = `pid ${folder}/pid;\nerror_log ${folder}/error.log;\nevents {}\nhttp {\naccess_log off;\n${server}}\n`;
	await writeFile(path.join(folder, "nginx.conf"), frame);
	await mkdir(path.join(folder, "www"));
	await cp(path.join(data, "public/trust"), path.join(folder, "www/trust"), { recursive: true });
	const program = programs.start({
		program: NGINX,
		args: ["-c", path.join(folder, "nginx.conf"), "-p", folder, "-g", "daemon off;"],
		logFile: path.join(folder, "log"),
	});
	const lists = (await readdir(path.join(folder, "www/trust/status"))).map((name) => `status/${name}`);
	await requireSame({ copy: `http://127.0.0.1:${port}`, origin }, [
		"keyset.jwt",
		"list.jwt",
		"delegations.json",
		...lists,
	]);
	await program.end("SIGTERM");
}

async function requireSame(at: { copy: string; origin: string }, names: readonly string[]): Promise<void> {
	for (const name of names) {
		const [here, there] = [await answerOf(`${at.copy}/trust/${name}`), await answerOf(`${at.origin}/trust/${name}`)];
		if (here !== there) throw new Error(`nginx serves ${name} otherwise than the portal:\n${here}\n${there}`);
	}
}

/** Type, whether other sites may read it, and content. */
async function answerOf(url: string): Promise<string> {
	for (let attempt = 0; ; attempt++) {
		const answer = await fetch(url).catch(() => undefined);
		if (answer !== undefined) {
			const { headers, status } = answer;
			return [
				status,
				headers.get("content-type"),
				headers.get("access-control-allow-origin"),
				await answer.text(),
			].join("\n");
		}
		if (attempt === 100) throw new Error(`${url} does not answer`);
		await sleep(100);
	}
}
