/**
 * The cookie of a console session: scripts cannot read it and other sites cannot send it. `SameSite=Strict`, the JSON
 * content type and the Origin check (auth/identify-caller.ts) together keep other sites from acting through an open session.
 */
import "server-only";
import { TOKEN_FORM } from "@/lib/shared/base64url-forms";
import type { Settings } from "../settings/settings";

type Origins = Pick<Settings, "origins">;

/** Value of `Set-Cookie`. `maxAge`: seconds. */
export function sessionCookie(
	settings: Origins,
	{ token, maxAge }: { readonly token: string; readonly maxAge: number },
): string {
	const secure = isSecure(settings) ? "; Secure" : "";
	return `${cookieName(settings)}=${token}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`;
}

/** Value of `Set-Cookie` that makes the browser forget the session. */
export function endedSessionCookie(settings: Origins): string {
	return sessionCookie(settings, { token: "", maxAge: 0 });
}

/** The token in a `Cookie` header; undefined when none of ours has the form of one. */
export function readSessionCookie(settings: Origins, header: string | null): string | undefined {
	const name = cookieName(settings);
	for (const pair of (header ?? "").split(";")) {
		const [key, value] = pair.trim().split("=", 2);
		if (key === name && value !== undefined && TOKEN_FORM.test(value)) return value;
	}
	return undefined;
}

/** `__Host-` binds the cookie to this very host over TLS; plain http (one's own machine) cannot carry that name. */
function cookieName(settings: Origins): string {
	return isSecure(settings) ? "__Host-relais-console" : "relais-console";
}

function isSecure({ origins }: Origins): boolean {
	return origins[0].startsWith("https:");
}
