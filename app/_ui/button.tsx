import type { ComponentProps } from "react";
import { Kbd } from "./kbd";

type ButtonTone = "primary" | "plain" | "quiet" | "danger";

const TONES: Record<ButtonTone, string> = {
	primary: "border-accent bg-accent font-semibold text-on-accent hover:bg-accent-strong hover:border-accent-strong",
	plain: "border-line bg-card text-ink hover:border-edge",
	quiet: "border-transparent bg-transparent text-ink hover:bg-line/40",
	danger: "border-no bg-no font-semibold text-card hover:opacity-90",
};

export type ButtonProps = ComponentProps<"button"> & {
	tone?: ButtonTone;
	/** A key that does the same, such as "F9"; the screen that owns the key listens for it. */
	shortcut?: string;
	/** Work is under way: the button stays focusable and says so, and further presses do nothing. */
	busy?: boolean;
};

export function Button({ tone = "plain", shortcut, busy = false, className = "", onClick, ...rest }: ButtonProps) {
	return (
		<button
			type="button"
			{...rest}
			aria-busy={busy || undefined}
			aria-disabled={busy || undefined}
			aria-keyshortcuts={shortcut}
			onClick={busy ? (event) => event.preventDefault() : onClick}
			className={`inline-flex min-h-13 items-center justify-center gap-2 rounded-card border px-5 py-3 text-center transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-busy:cursor-progress aria-busy:opacity-75 ${TONES[tone]} ${className}`}
		>
			{rest.children}
			{shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
		</button>
	);
}

/** A link that looks like a button: between role pages, so that a page load goes through the service worker. */
export function ButtonLink({ tone = "plain", className = "", ...rest }: ComponentProps<"a"> & { tone?: ButtonTone }) {
	return (
		<a
			{...rest}
			className={`inline-flex min-h-13 items-center justify-center gap-2 rounded-card border px-5 py-3 text-center no-underline transition-colors ${TONES[tone]} ${className}`}
		/>
	);
}
