import { LOOKS, type Outcome } from "./outcomes";

/** Told apart in black and white, from two metres. */
export function VerdictIcon({ outcome, className = "" }: { outcome: Outcome; className?: string }) {
	return (
		<svg
			viewBox="0 0 100 100"
			fill="none"
			stroke="currentColor"
			strokeLinecap="round"
			strokeLinejoin="round"
			aria-hidden="true"
			className={className}
		>
			{LOOKS[outcome].shape.map(({ d, width = 7, dashes }) => (
				<path key={d} d={d} strokeWidth={width} strokeDasharray={dashes} strokeLinecap={dashes ? "butt" : undefined} />
			))}
		</svg>
	);
}
