"use client";

import { useTranslations } from "next-intl";
import { numberOf } from "@/lib/device/counter/day-list";
import { printDay } from "@/lib/entry/typed-day";
import { TrainingMark } from "../training/training-mark";
import { SheetPaper } from "./sheet-paper";
import type { PrintJob } from "./use-printing";

/** What the printer gets: the sheets, each on a page of its own, and of several their list in front. */
export function PrintedJob({ job, origin }: { job: PrintJob; origin: string }) {
	return (
		<>
			{job.list ? <JobList job={job} /> : null}
			{job.pages.map((page) => (
				<SheetPaper key={page.sheet.rp1} page={page} origin={origin} />
			))}
		</>
	);
}

function JobList({ job: { pages } }: { job: PrintJob }) {
	const t = useTranslations("day.jobList");
	return (
		<section className="job-list" data-job-list>
			<TrainingMark />
			<h1>{t("title", { count: pages.length })}</h1>
			<table>
				<thead>
					<tr>
						{(["number", "name", "born", "handed"] as const).map((column) => (
							<th key={column} scope="col">
								{t(column)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{pages.map(({ sheet }) => (
						<tr key={sheet.rp1}>
							<td>{numberOf(sheet)}</td>
							<td>
								{sheet.person.family} {sheet.person.given}
							</td>
							<td>{printDay(sheet.person.birth)}</td>
							<td>☐</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
