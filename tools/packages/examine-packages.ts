/**
 * What is known of the packages that a release brings along: an SBOM of them, advisories against them, and whether the
 * registry's signatures of them hold. Asked of npm; what the registry does not answer is said to be unchecked, never well.
 */
import { execFile } from "node:child_process";
import { z } from "zod";

/** `unknown`: nobody who knows could be asked. */
export type PackageFinding = { readonly state: "ok" | "bad" | "unknown"; readonly says: string };

type Asking = {
	/** Where package-lock.json lies. */
	readonly folder: string;
	readonly env?: Readonly<Record<string, string>>;
};

/** Beside `vulnerabilities`, npm's own counts of them. */
const audit = z.object({
	vulnerabilities: z.record(z.string(), z.object({ severity: z.string() })),
});
const signatures = z.object({
	invalid: z.array(z.object({ name: z.string() })),
	missing: z.array(z.object({ name: z.string() })),
});
const failure = z.object({
	statusCode: z.int().optional(),
	message: z.string().optional(),
	error: z.object({ code: z.string().optional() }),
});
const bill = z.object({ bomFormat: z.literal("CycloneDX"), components: z.array(z.unknown()) });

export async function examineAdvisories(asking: Asking): Promise<PackageFinding> {
	const said = await askNpm(["audit", "--omit=dev", "--json"], asking);
	const read = audit.safeParse(said);
	if (!read.success) return { state: "unknown", says: `advisories were not checked (${whyNot(said)})` };
	const found = Object.entries(read.data.vulnerabilities).map(([name, { severity }]) => `${name} (${severity})`);
	if (found.length === 0) return { state: "ok", says: "no advisory is known" };
	return { state: "bad", says: `advisories: ${found.join(", ")}: see npm audit` };
}

export async function examineSignatures(asking: Asking): Promise<PackageFinding> {
	const said = await askNpm(["audit", "signatures", "--json"], asking);
	const read = signatures.safeParse(said);
	if (!read.success) return { state: "unknown", says: `signatures were not checked (${whyNot(said)})` };
	const bad = [...read.data.invalid, ...read.data.missing].map(({ name }) => name);
	if (bad.length === 0) return { state: "ok", says: "the registry's signatures hold" };
	return { state: "bad", says: `signatures that do not hold, or are missing: ${bad.join(", ")}` };
}

/** CycloneDX, from package-lock.json alone: needs no registry. Development packages are none of a release. */
export async function billOfMaterials(asking: Asking): Promise<{ readonly text: string; readonly packages: number }> {
	const said = await askNpm(["sbom", "--omit=dev", "--sbom-format=cyclonedx", "--package-lock-only"], asking);
	const { components } = bill.parse(said);
	return { text: `${JSON.stringify(said, null, "\t")}\n`, packages: components.length };
}

function whyNot(said: unknown): string {
	const { error, statusCode } = failure.safeParse(said).data ?? {};
	if (error?.code !== undefined) return error.code;
	return statusCode === undefined ? "the registry does not answer" : `status ${statusCode}`;
}

/** npm's answer as JSON, whatever its status; undefined where it is none. */
function askNpm(args: readonly string[], { folder, env = {} }: Asking): Promise<unknown> {
	return new Promise((resolve) => {
		const options = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 64 * 1_048_576 };
		execFile("npm", [...args], options, (_, text) => resolve(parseJson(text)));
	});
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // The caller says that nothing was learnt.
	}
}
