import { describe, expect, it } from "vitest";
import { formatCivilDay, parseCivilDay } from "./civil-day";

const write = (number: number, width: number) => String(number).padStart(width, "0");

describe("days of the calendar", () => {
	it.each([0, 1, 4, 100, 400, 1900, 1999, 2000, 2023, 2024, 2100, 9999])("of the year %i, and no others", (year) => {
		for (let month = 0; month <= 13; month++) {
			for (let day = 0; day <= 32; day++) {
				const text = `${write(year, 4)}-${write(month, 2)}-${write(day, 2)}`;
				const platform = new Date(`${text}T00:00:00Z`);
				const exists = !Number.isNaN(platform.getTime()) && platform.toISOString().startsWith(text);
				const number = parseCivilDay(text);
				expect([text, number]).toEqual([text, exists ? platform.getTime() / 86_400_000 : undefined]);
				if (number !== undefined) expect(formatCivilDay(number)).toBe(text);
			}
		}
	});
});
