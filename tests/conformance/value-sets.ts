/**
 * The value sets that published rules look codes up in: eHealth Network, "Value Sets for EU Digital COVID Certificates",
 * the list of rapid antigen tests as of summer 2021, the others as of their last version, without what was withdrawn.
 */
const codes = (list: string): readonly string[] => list.trim().split(/\s+/);

export const VALUE_SETS: Readonly<Record<string, readonly string[]>> = {
	"disease-agent-targeted": codes("840539006"),
	"covid-19-lab-result": codes("260415000 260373001"),
	"covid-19-lab-test-type": codes("LP6464-4 LP217198-3"),
	"covid-19-lab-test-manufacturer-and-name": codes(`
		308 344 345 768 1065 1097 1114 1144 1162 1173 1180 1190 1199 1201 1215 1218 1223 1225 1232 1236 1242 1244 1253 1257
		1263 1266 1267 1268 1271 1278 1295 1296 1304 1319 1331 1333 1341 1343 1360 1363 1365 1375 1392 1420 1437 1443 1456
		1466 1468 1481 1484 1489 1490 1501 1574 1604 1606 1654 1736 1747 1763 1764 1767 1769 1815 1822 1833 1844 1870 1884
		1906 1919 1934 2010 2017 2029 2074 2098 2101 2103 2104 2108 2109 2116 2128 2130 2139 2183`),
	"sct-vaccines-covid-19": codes(`
		1119305005 1119349007 J07BX03 1162643001 1157024006 29061000087103 28531000087107 30141000087107 1187593009`),
	"vaccines-covid-19-names": codes(`
		EU/1/20/1528 EU/1/20/1507 EU/1/21/1529 EU/1/20/1525 EU/1/21/1618 CVnCoV NVX-CoV2373 Sputnik-V Convidecia EpiVacCorona
		BBIBP-CorV Inactivated-SARS-CoV-2-Vero-Cell CoronaVac Covaxin Covishield Covid-19-recombinant R-COVI CoviVac
		Sputnik-Light Hayat-Vax Abdala WIBP-CorV MVC-COV1901`),
	"vaccines-covid-19-auth-holders": codes(`
		ORG-100001699 ORG-100030215 ORG-100001417 ORG-100031184 ORG-100006270 ORG-100013793 ORG-100020693 ORG-100010771
		ORG-100024420 ORG-100032020 Gamaleya-Research-Institute Vector-Institute Sinovac-Biotech Bharat-Biotech
		ORG-100001981 Fiocruz ORG-100007893 Chumakov-Federal-Scientific-Center ORG-100023050 CIGB Sinopharm-WIBP
		ORG-100033914`),
	"country-2-codes": codes(`
		AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
		CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
		GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
		KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
		MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
		SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
		UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`),
};
