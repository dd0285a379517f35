"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { LiveRegion } from "@/app/_ui/live-region";
import { Notice } from "@/app/_ui/notice";
import { localAssignment } from "@/lib/checkin/checkin-event";
import { startBackground } from "@/lib/device/background/background";
import { type GateChoice, newGate } from "@/lib/device/door/gate-choice";
import { PUBLIC_TASKS } from "@/lib/device/door/public-door";
import { deviceNow } from "@/lib/device/trust/clock";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import { DAY } from "@/lib/shared/numeric-date";
import type { Trust } from "@/lib/trust/trust";
import { CameraPicture } from "../camera/camera-picture";
import { useScanWorker } from "../camera/use-scan-worker";
import { useScanner } from "../camera/use-scanner";
import { ScannerStrip } from "../check-in/scanner-strip";
import { useDoor } from "../check-in/use-door";
import type { DoorDialog } from "../dialogs/door-dialog";
import { DoorStage } from "../door-stage";
import { KeyPill } from "../header/key-age";
import { useKeyState } from "../keys/use-key-state";
import { ClockNotice } from "../notices/clock-notice";
import { OfflineMark, OfflineNotice } from "../ready/offline-mark";
import { TooOldScreen } from "../ready/too-old-screen";
import { TrainingDialogs } from "../training/training-dialogs";
import { unlockSound } from "../verdict/feedback";
import { useSpokenVerdict } from "../verdict/use-verdict-words";
import { AuthorityDialog } from "./authority-dialog";
import { usePublicKeys } from "./use-public-keys";

const NO_CODES = { days: {} };
const LONG = 365 * DAY;

/** Verifying without an enrolment (ND-6): the door's own screens, with the public lists and nothing else. */
export function PublicDoor(props: {
	trust: Trust;
	mode: AssignmentKind;
	/** What this browser will have forgotten when it is opened again. */
	forgets: "all" | "maybe" | undefined;
	onEnd: () => void;
}) {
	const { trust, mode, forgets, onEnd } = props;
	const t = useTranslations("public");
	const [gate, setGate] = useState(() => publicGate(mode, t("title")));
	const { link, judge } = useScanWorker(trust);
	const door = useDoor({ gate, trust, judge, codeKeys: NO_CODES, soundScanner: false, uncounted: true });
	const scanner = useScanner(link, {
		onText: (text, from) => door.desk.present(text, from) === "taken",
		onStutter: door.stutter,
		check: undefined,
	});
	const keys = useKeyState(trust);
	const update = usePublicKeys(scanner.forget);
	const [open, setOpen] = useState<DoorDialog | "authority">();
	const spoken = useSpokenVerdict(mode);
	const { stage } = door.state;
	usePublicUpkeep();
	const missing = trust.list === undefined;
	const notices = (
		<>
			{missing ? (
				<Notice tone="unknown" title={t("noKeys.title")}>
					{t(`noKeys.${update.state === "failed" ? "failed" : "body"}`)}
				</Notice>
			) : null}
			{forgets === undefined ? null : <Notice tone="compare">{t(`forgets.${forgets}`)}</Notice>}
			<ClockNotice keys={keys} />
			<OfflineNotice />
		</>
	);
	return (
		<div data-public="" className="screen-only fixed inset-0 flex flex-col overflow-hidden bg-paper text-ink">
			<header className="shrink-0 border-b border-line bg-paper px-4 pt-[env(safe-area-inset-top)] pb-2">
				<div className="flex items-center justify-between gap-2 pt-1">
					<h1 className="truncate font-semibold">{t("title")}</h1>
					<KeyPill age={keys.age} onClick={() => setOpen("authority")} />
				</div>
				<p className="text-sm text-ink-2">{t("limits")}</p>
				<OfflineMark />
			</header>
			<ScannerStrip door={door} />
			<main id="content" className="stage relative min-h-0 flex-1 overflow-hidden bg-black">
				<CameraPicture video={scanner.video} />
				<DoorStage
					{...{ door, scanner, gate, codeKeys: NO_CODES, update, notices, uncounted: true }}
					onOpen={setOpen}
				/>
				<TooOldScreen {...{ trust, gate, keys, update }} />
			</main>
			<LiveRegion urgent turn={stage.state === "verdict" ? stage.id : 0}>
				{stage.state === "verdict" ? spoken(stage.view) : ""}
			</LiveRegion>
			{open === "authority" ? (
				<AuthorityDialog {...{ trust, update, onEnd }} onClose={() => setOpen(undefined)} />
			) : null}
			{open === undefined || open === "authority" ? null : (
				<TrainingDialogs {...{ open, gate, trust }} onChoose={setGate} onClose={() => setOpen(undefined)} />
			)}
		</div>
	);
}

/** A post that is nowhere written down. */
function publicGate(mode: AssignmentKind, name: string): GateChoice {
	const assignment = localAssignment("public");
	return newGate({ assignment, name, gate: "", role: "entry", mode, capacity: null, ends: deviceNow() + LONG });
}

function usePublicUpkeep(): void {
	useEffect(() => {
		const background = startBackground(PUBLIC_TASKS);
		document.addEventListener("pointerdown", unlockSound);
		return () => {
			background.stop();
			document.removeEventListener("pointerdown", unlockSound);
		};
	}, []);
}
