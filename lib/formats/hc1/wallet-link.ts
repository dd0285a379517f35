/**
 * The link by which a browser hands an `HC1:` certificate to France's own wallet, the app TousAntiCovid Carnet, as the
 * state's certificates portal did. The certificate stands behind the `#`: where the app is not installed, the site that
 * the browser opens instead is not sent it. Read back by lib/formats/entry-text.ts.
 */
export function walletLink(hc1: string): string {
	return `https://bonjour.tousanticovid.gouv.fr/app/walletdcc#${encodeURIComponent(hc1)}`;
}
