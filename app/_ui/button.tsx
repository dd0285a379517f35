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
	/** For rows of a table and bars: 44 px high instead of 52. */
	compact?: boolean;
	/** Work is under way: the button stays focusable and says so, and further presses do nothing. */
	busy?: boolean;
};

const SHAPE =
	"inline-flex items-center justify-center gap-2 rounded-card border text-center no-underline transition-colors";
const sizeOf = (compact: boolean) => (compact ? "min-h-11 px-4 py-1.5" : "min-h-13 px-5 py-3");

export function Button(props: ButtonProps) {
	const { tone = "plain", shortcut, busy = false, compact = false, className = "", onClick, ...rest } = props;
	return (
		<button
			type="button"
			{...rest}
			aria-busy={busy || undefined}
			aria-disabled={busy || undefined}
			aria-keyshortcuts={shortcut}
			onClick={busy ? (event) => event.preventDefault() : onClick}
			className={`${SHAPE} ${sizeOf(compact)} disabled:cursor-not-allowed disabled:opacity-55 aria-busy:cursor-progress aria-busy:opacity-75 ${TONES[tone]} ${className}`}
		>
			{rest.children}
			{shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
		</button>
	);
}

/** A link that looks like a button: between role pages, so that a page load goes through the service worker. */
export function ButtonLink({ tone = "plain", className = "", ...rest }: ComponentProps<"a"> & { tone?: ButtonTone }) {
	return <a {...rest} className={`${SHAPE} ${sizeOf(false)} ${TONES[tone]} ${className}`} />;
}
