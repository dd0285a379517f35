"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import { LiveRegion } from "@/app/_ui/live-region";
import { Notice } from "@/app/_ui/notice";
import { ScrollArea } from "@/app/_ui/scroll-area";
import { useStoredChoice } from "@/app/_ui/stored-choice";
import type { Direction } from "@/lib/checkin/checkin-event";
import type { CameraFailure } from "@/lib/scan/camera";
import type { CameraState } from "@/lib/scan/camera-state";
import { assertNever } from "@/lib/shared/assert-never";
import { ActionBar, Primary, Side } from "../action-bar";
import { STAND } from "../display/display-choices";
import { PictureControls } from "./picture-controls";
import type { Scanner } from "./use-scanner";

const FAILURES = {
	camera_denied: "denied",
	camera_missing: "missing",
	camera_in_use: "inUse",
	camera_unsupported: "unsupported",
	camera_failed: "failed",
} as const;

/** On board there is no way out; the third button says where the journey goes. */
type JourneyChoice = { readonly label: string | undefined; readonly onChoose: () => void };

type CameraActions = {
	readonly direction: Direction;
	readonly journey: JourneyChoice | undefined;
	readonly torch: ReactNode;
	/** Undefined where codes cannot be checked. */
	readonly onCode: (() => void) | undefined;
	/** Undefined where the gate is for one way only, or nobody is counted. */
	readonly onTurn: ((direction: Direction) => void) | undefined;
};

/** What lies over the camera's picture while no verdict does: where to aim, or why there is no picture. */
export function CameraStage(props: {
	scanner: Scanner;
	actions: CameraActions;
	/** Strips about the device: no keys, a slow clock, what was just undone. */
	notices: ReactNode;
}) {
	const { scanner, actions, notices } = props;
	const { camera } = scanner;
	const t = useTranslations("door.camera");
	const invitation = useInvitation(actions.direction);
	return (
		<section
			tabIndex={-1}
			data-home=""
			aria-label={actions.direction === "out" ? t("hintOut") : t("hint")}
			data-decoder={camera.state === "live" ? (camera.slow ? "slow" : "fast") : "none"}
			className="absolute inset-0 flex flex-col outline-none short:flex-row"
		>
			<div className="relative flex min-h-0 flex-1 flex-col">
				{camera.state === "failed" ? null : (
					<Viewfinder invitation={invitation} hint={<Hint {...{ camera }} direction={actions.direction} />} />
				)}
				{camera.state === "touch" ? <TouchToStart onTouch={scanner.touch} /> : null}
				<ScrollArea className="relative min-h-0">
					<div className="grid gap-2 p-3 empty:hidden">
						{notices}
						{camera.state === "live" && camera.slow ? <Notice tone="compare">{t("slow")}</Notice> : null}
						{camera.state === "live" && camera.unread !== "none" ? (
							<Notice tone="compare" title={t("unread.title")}>
								{t(`unread.${camera.unread}`)}
							</Notice>
						) : null}
						{camera.state === "opening" && camera.overdue ? <Overdue onRetry={scanner.retry} /> : null}
					</div>
				</ScrollArea>
				{camera.state === "failed" ? <NoPicture failure={camera.failure} onRetry={scanner.retry} /> : null}
				<div className="absolute right-3 bottom-3">
					<PictureControls scanner={scanner} />
				</div>
			</div>
			<LiveRegion>
				<Spoken camera={camera} />
			</LiveRegion>
			<CameraActionBar {...actions} />
		</section>
	);
}

/** What came over the picture, for those who do not see it. */
function Spoken({ camera }: { camera: CameraState }) {
	const t = useTranslations("door.camera");
	if (camera.state === "touch") return t("touch");
	if (camera.state === "opening" && camera.overdue) return `${t("overdue.title")}. ${t("overdue.body")}`;
	if (camera.state === "live" && camera.unread !== "none")
		return `${t("unread.title")}. ${t(`unread.${camera.unread}`)}`;
	return null;
}

function Hint({ camera, direction }: { camera: CameraState; direction: Direction }) {
	const t = useTranslations("door.camera");
	switch (camera.state) {
		case "opening":
			return t("starting");
		case "live":
			return direction === "out" ? t("hintOut") : t("hint");
		case "touch":
		case "failed":
			return null;
		default:
			return assertNever(camera);
	}
}

/** The whole picture is the button: phones that save power play it only after a touch. */
function TouchToStart({ onTouch }: { onTouch: () => void }) {
	const t = useTranslations("door.camera");
	return (
		<button
			type="button"
			onClick={onTouch}
			className="absolute inset-0 grid place-items-center bg-black/60 p-8 text-center text-2xl font-bold text-balance text-white"
		>
			{t("touch")}
		</button>
	);
}

/** Nobody answered the browser's question, or it never put one. It still stands: an answer opens the camera. */
function Overdue({ onRetry }: { onRetry: () => void }) {
	const t = useTranslations("door.camera");
	return (
		<div className="grid gap-2">
			<Notice tone="compare" title={t("overdue.title")}>
				{t("overdue.body")}
			</Notice>
			<Button onClick={onRetry}>{t("retry")}</Button>
		</div>
	);
}

function NoPicture({ failure, onRetry }: { failure: CameraFailure; onRetry: () => void }) {
	const t = useTranslations("door.camera");
	return (
		<div className="relative m-auto grid max-w-sm gap-4 p-5">
			<Notice tone="compare" alert title={t(`${FAILURES[failure]}.title`)}>
				{t(`${FAILURES[failure]}.body`)}
			</Notice>
			<Button onClick={onRetry}>{t("retry")}</Button>
		</div>
	);
}

function CameraActionBar({ direction, journey, torch, onCode, onTurn }: CameraActions) {
	const t = useTranslations("door.camera");
	const out = direction === "out";
	return (
		<ActionBar>
			{torch}
			{onCode === undefined ? null : <Primary onClick={onCode}>{t("code")}</Primary>}
			{journey !== undefined ? (
				<DestinationButton {...journey} />
			) : onTurn === undefined ? null : (
				<Side
					aria-pressed={out}
					onClick={() => onTurn(out ? "in" : "out")}
					className="aria-pressed:border-accent aria-pressed:font-semibold aria-pressed:text-accent"
				>
					{t("out")}
				</Side>
			)}
		</ActionBar>
	);
}

function DestinationButton({ label, onChoose }: JourneyChoice) {
	const t = useTranslations("door.camera");
	return (
		<Side
			aria-haspopup="dialog"
			data-destination={label ?? ""}
			onClick={onChoose}
			className={label === undefined ? "" : "border-accent text-accent"}
		>
			<span className="grid min-w-0">
				<span className={label === undefined ? "" : "text-xs"}>{t("destination")}</span>
				{label === undefined ? null : <span className="truncate font-semibold">{label}</span>}
			</span>
		</Side>
	);
}

/** What a device that stands fixed says to whoever comes; undefined in the hand of staff. */
function useInvitation(direction: Direction): string | undefined {
	const t = useTranslations("door.display");
	const stand = useStoredChoice(STAND) === "on";
	if (!stand) return undefined;
	return direction === "out" ? t("inviteOut") : t("invite");
}

function Viewfinder({ invitation, hint }: { invitation: string | undefined; hint: ReactNode }) {
	const place =
		invitation === undefined ? "top-[46%] size-[min(66cqi,46cqb,32rem)]" : "top-[54%] size-[min(80cqi,44cqb,48rem)]";
	return (
		<div className="pointer-events-none absolute inset-0 overflow-hidden">
			{invitation === undefined ? null : (
				<p
					data-invitation=""
					className="stand-invitation absolute inset-x-0 top-[3cqb] z-1 px-4 text-center leading-[1.05] font-extrabold text-balance text-white [text-shadow:0_2px_10px_#000]"
				>
					{invitation}
				</p>
			)}
			<div className={`viewfinder absolute left-1/2 -translate-1/2 rounded-[22px] ${place}`}>
				<svg viewBox="0 0 100 100" fill="none" aria-hidden="true" className="size-full">
					<path
						d="M2 20V9a7 7 0 0 1 7-7h11M80 2h11a7 7 0 0 1 7 7v11M98 80v11a7 7 0 0 1-7 7H80M20 98H9a7 7 0 0 1-7-7V80"
						stroke="currentColor"
						strokeWidth="2.2"
						strokeLinecap="round"
					/>
				</svg>
			</div>
			<p className="absolute inset-x-0 bottom-20 px-6 text-center text-[clamp(1rem,3.4cqi,1.75rem)] short:bottom-4 short:px-36 font-medium text-white [text-shadow:0_1px_4px_#000] empty:hidden">
				{hint}
			</p>
		</div>
	);
}
