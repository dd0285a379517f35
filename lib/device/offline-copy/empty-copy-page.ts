/**
 * What the service worker shows where the app's files are gone and no network brings them back. It is made of the
 * worker's own script, in both languages: the worker cannot read which one was chosen.
 */
import en from "@/lib/i18n/messages/en/offline.json" with { type: "json" };
import fr from "@/lib/i18n/messages/fr/offline.json" with { type: "json" };
import { LOCALES } from "@/lib/shared/locale";

/** Asks every few seconds whether the server is back, and only then loads the page anew. */
const SCRIPT =
	"setInterval(async()=>{const {ok}=await fetch('/manifest.webmanifest',{cache:'no-store'}).catch(()=>({}));if(ok)location.reload()},5000)";
const TEXTS = { fr, en };

const STYLE =
	"body{margin:0;background:#0b0e14;color:#f2f3f5;font:1.05rem/1.5 system-ui,sans-serif}main{max-width:34rem;margin:0 auto;padding:2rem 1.25rem}section+section{margin-top:2.5rem;padding-top:2rem;border-top:1px solid #3a3f4a}h1{font-size:1.6rem;line-height:1.2}a{display:inline-block;padding:.8rem 1.2rem;border-radius:12px;background:#f2f3f5;color:#0b0e14;text-decoration:none}a:focus-visible{outline:3px solid #8ab4ff;outline-offset:2px}";

/** `nonce`: the policy that the page is served with lets its script run by this. */
export function emptyCopyPage(files: { readonly missing: number; readonly of: number }, nonce: string): string {
	const sections = LOCALES.map((locale) => {
		const { empty } = TEXTS[locale];
		const counted = empty.missing.replace("{missing}", String(files.missing)).replace("{of}", String(files.of));
		const lines = [counted, empty.kept, empty.next].map((line) => `<p>${line}</p>`).join("");
		return `<section lang="${locale}"><h1>${empty.title}</h1>${lines}<p><a href="">${empty.retry}</a></p></section>`;
	});
	const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><script nonce="${nonce}">${SCRIPT}</script>`;
	return `<!doctype html><html lang="fr"><head>${head}<title>${fr.empty.title}</title><style>${STYLE}</style></head><body><main>${sections.join("")}</main></body></html>`;
}
