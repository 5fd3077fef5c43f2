"""A scenario: one agreement on paper, as a headed TOML file that says the same figures wherever it is read."""

from __future__ import annotations

import hashlib
import json
import tomllib
from datetime import date
from typing import Annotated, Any, Final, Literal, Self

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from jointproc import regions as geography
from jointproc.agreements.cost_keys import CostKey
from jointproc.agreements.decision import DECISION_RULES
from jointproc.errors import InputError
from jointproc.text import Idr, Message, msg

__all__ = ["DECISION_RULES", "MODELS", "SCHEMA", "Scenario", "ScenarioMember"]

SCHEMA: Final = 1
MODELS: Final = ("A", "B", "C", "D")
_MOST_MEMBERS: Final = 60
# written only where they say something, so that an older Jointproc still reads what it can compute
_LATER: Final = (
    "ramp_up", "volume_growth", "price_growth", "discount_rate", "cost_key", "lots", "suppliers_min_n",
    "supplier_capacity", "support_share",
)  # fmt: skip
_STATED: Final = ("budgeted", "planned", "council_approved")


class ScenarioMember(BaseModel):
    """One region at the table.

    Attributes:
        share: part of its volume it commits to buy together.
        budgeted: whether its purchase stands in the running budget (APBD); nobody said so yet when missing.
        planned: whether the object stands in its development plan (RPJMD or RKPD).
        council_approved: whether its council (DPRD) has approved, where that is needed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    budgeted: bool | None = None
    planned: bool | None = None
    council_approved: bool | None = None

    @field_validator("code")
    @classmethod
    def _known(cls, code: str) -> str:
        if code not in geography.regions():
            raise InputError(
                "Skenario: kode daerah “{code}” tidak ada dalam daftar daerah; pakai kode Kemendagri seperti 35.78.",
                code=code,
            )
        return code


class Scenario(BaseModel):
    """Members, goods, terms and assumptions of one agreement.

    Attributes:
        model: who contracts — ``A`` joint selection with separate contracts, ``B`` procurement agent, ``C`` the lead
            buys for all with *bantuan keuangan*, ``D`` joint negotiation in the catalogue with separate orders.
        goods, families: what is bought together (their union); everything the members buy when both are empty.
        datasets, fiscal_years: the purchases looked at; all when empty.
        assumptions: changes to the reference set, by name.
        ramp_up: share of the volume bought together in the first years, one per year; the last one stays.
        volume_growth, price_growth, discount_rate: per year.
        cost_key: how the common cost (coordination) is divided; goods are everyone's own.
        lots: whether the joint package is divided into lots that small firms may take.
        suppliers_min_n: the least number of suppliers the joint volume of each good is divided over.
        supplier_capacity: whether one supplier delivers at most ``supplier_capacity_multiple`` (an assumption) times
            the largest volume one was seen selling in a year; what goes beyond takes more suppliers.
        start: the day from which joint contracts are wanted.
        support_share: a hypothetical payment by the centre, as a share of verified savings.
        payments_idr: agreed payments between members on top of the split: rupiah received (negative: paid) by code.
            They sum to zero; money between regional budgets needs *bantuan keuangan*.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_version: Annotated[int, Field(alias="schema", ge=1)] = SCHEMA
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")] = ""
    version: Annotated[int, Field(ge=1)] = 1
    title: Annotated[str, Field(min_length=1, max_length=200)]
    author: Annotated[str, Field(max_length=200)] = ""
    note: Annotated[str, Field(max_length=4000)] = ""
    created: date | None = None
    lead: str = ""
    model: Literal["A", "B", "C", "D"] = "A"
    term_years: Annotated[int, Field(ge=1, le=20)] = 1
    split: Literal["spend", "equal", "shapley", "own", "nucleolus", "tau", "aca"] = "spend"
    decision: Literal["consensus", "majority", "weighted", "qualified"] = "consensus"
    within_km: Annotated[float, Field(ge=0, le=1000)] = 0.0
    goods: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    datasets: tuple[str, ...] = ()
    assumptions: dict[str, float | dict[str, float]] = Field(default_factory=dict)
    ramp_up: tuple[Annotated[float, Field(ge=0, le=1)], ...] = ()
    volume_growth: Annotated[float, Field(ge=-0.5, le=0.5)] = 0.0
    price_growth: Annotated[float, Field(ge=-0.5, le=0.5)] = 0.0
    discount_rate: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    cost_key: CostKey = "equal"
    lots: bool = False
    suppliers_min_n: Annotated[int, Field(ge=1, le=10)] = 1
    supplier_capacity: bool = False
    start: date | None = None
    support_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    payments_idr: dict[str, int] = Field(default_factory=dict)
    members: tuple[ScenarioMember, ...]

    @model_validator(mode="before")
    @classmethod
    def _named(cls, told: Any) -> Any:
        if isinstance(told, dict) and not told.get("id"):
            # the same content gets the same name; later versions keep it because it is written into the file
            content = json.dumps(told, sort_keys=True, default=str, ensure_ascii=False)
            return {**told, "id": "s" + hashlib.sha1(content.encode(), usedforsecurity=False).hexdigest()[:12]}
        return told

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        codes = [m.code for m in self.members]
        if len(codes) < 2:
            raise InputError("Skenario memerlukan paling sedikit dua daerah peserta: tambahkan satu lagi.")
        if len(codes) > _MOST_MEMBERS:
            raise InputError(
                "Skenario memuat {n} daerah peserta; paling banyak {most} yang dapat dihitung.",
                n=str(len(codes)),
                most=str(_MOST_MEMBERS),
            )
        twice = sorted({c for c in codes if codes.count(c) > 1})
        if twice:
            raise InputError("Skenario: daerah {code} tertulis dua kali; hapus salah satunya.", code=twice[0])
        if self.lead and self.lead not in geography.regions():
            raise InputError("Skenario: daerah penyelenggara “{code}” tidak ada dalam daftar daerah.", code=self.lead)
        strange = sorted(set(self.payments_idr) - set(codes))
        if strange:
            raise InputError(
                "Skenario: pembayaran menyebut {code}, yang bukan daerah peserta; hapus atau betulkan kodenya.",
                code=strange[0],
            )
        if sum(self.payments_idr.values()):
            raise InputError(
                "Skenario: pembayaran antarpeserta berjumlah {sum}; yang dibayar dan yang diterima harus sama besar.",
                sum=Idr(sum(self.payments_idr.values())),
            )
        return self

    @property
    def scenario_id(self) -> str:
        """Names the agreement; stays the same through its versions."""
        return self.id

    @property
    def lead_code(self) -> str:
        """The organising region; the first member when none is named."""
        return self.lead or self.members[0].code

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(m.code for m in self.members)

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Read a scenario file.

        Raises:
            InputError: the file is no text, or as :meth:`from_toml`.
        """
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError("Berkas skenario bukan teks UTF-8; simpan ulang sebagai TOML berformat UTF-8.") from error
        return cls.from_toml(text)

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Read a scenario.

        Raises:
            InputError: no TOML, an unknown key or region, a value out of bounds, or a file of a newer version.
        """
        try:
            told = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise InputError("Berkas skenario bukan TOML yang sah: {reason}.", reason=str(error)) from error
        schema = told.get("schema", SCHEMA)
        if isinstance(schema, int) and schema > SCHEMA:
            raise InputError(
                "Berkas skenario ditulis oleh Jointproc yang lebih baru (skema {found}, aplikasi ini mengenal "
                "{known}): perbarui aplikasi.",
                found=str(schema),
                known=str(SCHEMA),
            )
        try:
            return cls.model_validate(told)
        except ValidationError as error:
            raise InputError(_sentence(error)) from error

    def to_toml(self) -> str:
        """The scenario as a headed file; reading it back gives an equal scenario."""
        document = tomlkit.document()
        document.add(tomlkit.comment(f"Jointproc · {' '.join(self.title.split())}"))
        apart = {"members", "assumptions", "payments_idr"}
        told = self.model_dump(mode="python", by_alias=True, exclude=apart, exclude_none=True)
        for key, value in told.items():
            if key in _LATER and value == type(self).model_fields[key].default:
                continue
            document.add(key, list(value) if isinstance(value, tuple) else value)
        if self.assumptions:
            table = tomlkit.table()
            for name, change in sorted(self.assumptions.items()):
                table.add(name, _inline(change) if isinstance(change, dict) else change)
            document.add("assumptions", table)
        if self.payments_idr:
            paid = tomlkit.table()
            for code, amount in sorted(self.payments_idr.items()):
                paid.add(code, amount)
            document.add("payments_idr", paid)
        members = tomlkit.aot()
        for member in self.members:
            entry = tomlkit.table()
            entry.add("code", member.code)
            entry.add("share", member.share)
            for key in _STATED:
                if getattr(member, key) is not None:
                    entry.add(key, getattr(member, key))
            members.append(entry)
        document.add("members", members)
        return tomlkit.dumps(document)


def _inline(change: dict[str, float]) -> Any:
    table = tomlkit.inline_table()
    for key, value in change.items():
        table.add(key, value)
    return table


def _sentence(error: ValidationError) -> Message:
    """The first mistake of a scenario file as one sentence."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "skenario"
    kind = first["type"]
    if kind == "extra_forbidden":
        return msg("Skenario: kunci “{key}” tidak dikenal; periksa ejaannya atau hapus.", key=place)
    if kind == "missing":
        return msg("Skenario: “{key}” belum diisi.", key=place)
    if kind == "literal_error":
        return msg(
            "Skenario: “{key}” harus salah satu dari {choices}.",
            key=place,
            choices=str(first.get("ctx", {}).get("expected", "")).replace(" or ", ", "),
        )
    bounds = first.get("ctx", {})
    if kind == "string_too_long":
        return msg(
            "Skenario: “{key}” terlalu panjang; paling banyak {most} huruf.", key=place, most=str(bounds["max_length"])
        )
    low, high = bounds.get("ge", bounds.get("gt")), bounds.get("le", bounds.get("lt"))
    if low is not None:
        return msg("Skenario: “{key}” terlalu kecil; paling sedikit {bound}.", key=place, bound=str(low))
    if high is not None:
        return msg("Skenario: “{key}” terlalu besar; paling banyak {bound}.", key=place, bound=str(high))
    return msg("Skenario: nilai “{key}” tidak dapat dibaca; periksa jenis dan ejaannya.", key=place)
