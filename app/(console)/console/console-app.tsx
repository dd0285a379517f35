"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { Header } from "@/app/_ui/header";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import type { ConsoleSession } from "@/lib/protocol/console";
import { assertNever } from "@/lib/shared/assert-never";
import { FailureNotice } from "./_form/failure-notice";
import { DevicesSection } from "./devices/devices-section";
import { OverviewSection } from "./overview/overview-section";
import { PharmaciesSection } from "./pharmacies/pharmacies-section";
import { SignedOutContext } from "./signed-out";
import { SECTIONS, type Section, useHashSection } from "./use-hash-section";
import { type SessionState, useSession } from "./use-session";
import { VenuesSection } from "./venues/venues-section";

export function ConsoleApp() {
	const t = useTranslations("console");
	const { session, retry, ended, signOut } = useSession();
	return (
		<SignedOutContext value={ended}>
			<div className="screen-only">
				<Header title={t("title")}>
					{session.state === "in" ? <Operator session={session.session} onSignOut={signOut} /> : null}
				</Header>
				<main id="content" className="mx-auto max-w-6xl px-5 py-6">
					<h1 className="sr-only">{t("title")}</h1>
					{session.state === "in" ? <SignedIn /> : <NotSignedIn session={session} onRetry={retry} />}
				</main>
			</div>
		</SignedOutContext>
	);
}

function Operator({ session, onSignOut }: { session: ConsoleSession; onSignOut: () => Promise<void> }) {
	const t = useTranslations("console.session");
	const format = useFormatter();
	const until = format.dateTime(new Date(session.expiresAt * 1000), { hour: "2-digit", minute: "2-digit" });
	return (
		<>
			<span className="text-ink-2">{t("operator", { operator: session.operator, until })}</span>
			<Button tone="quiet" compact onClick={() => void onSignOut().catch((error: unknown) => reportError(error))}>
				{t("signOut")}
			</Button>
		</>
	);
}

/** Before anybody is signed in: how to sign in, and why it did not work. */
function NotSignedIn({ session, onRetry }: { session: Exclude<SessionState, { state: "in" }>; onRetry: () => void }) {
	const t = useTranslations("console.session");
	const common = useTranslations("common");
	switch (session.state) {
		case "checking":
			return <Progress label={common("loading")} />;
		case "failed":
			return <FailureNotice failure={session.failure} onRetry={onRetry} />;
		case "out":
			return (
				<div className="mx-auto grid max-w-xl gap-4 py-8">
					<h2 className="text-2xl font-semibold">{t("title")}</h2>
					{session.why === "none" ? null : (
						<Notice tone="compare" alert>
							<p>{t(`why.${session.why}`)}</p>
						</Notice>
					)}
					<p>{t("how")}</p>
					<pre className="overflow-x-auto rounded-field border border-line bg-card px-4 py-3 font-mono">
						{t("command")}
					</pre>
					<p className="text-sm text-ink-2">{t("once")}</p>
				</div>
			);
		default:
			return assertNever(session);
	}
}

function SignedIn() {
	const t = useTranslations("console.sections");
	const section = useHashSection();
	return (
		<>
			<nav aria-label={t("label")} className="mb-6 flex flex-wrap gap-1 border-b border-line">
				{SECTIONS.map((name) => (
					<a
						key={name}
						href={`#${name}`}
						aria-current={name === section ? "page" : undefined}
						className="-mb-px min-h-11 border-b-3 border-transparent px-4 py-2.5 text-ink-2 no-underline hover:text-ink aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink"
					>
						{t(name)}
					</a>
				))}
			</nav>
			<CurrentSection section={section} />
		</>
	);
}

function CurrentSection({ section }: { section: Section }) {
	switch (section) {
		case "overview":
			return <OverviewSection />;
		case "pharmacies":
			return <PharmaciesSection />;
		case "venues":
			return <VenuesSection />;
		case "devices":
			return <DevicesSection />;
		default:
			return assertNever(section);
	}
}
