"""Authorities of the tests' own, whose names say that they are fictional, and PDFs that they sign."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import keys  # type: ignore[import-untyped]  # pyHanko's, which has no types
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic, incremental_writer
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator import registry

DER = serialization.Encoding.DER
#: Parts of pyHanko that have no types.
_UNTYPED: Any = registry
_PDF: Any = generic
_WRITING: Any = incremental_writer
START = datetime(2026, 1, 1, tzinfo=UTC)


class Authority:
    """An authority that gives a chairman a certificate, and stamps the time."""

    def __init__(self, name: str, days: int = 3650) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        self.name, self.key, self.days = name, key, days
        self.root = self._certificate(name, key, None)
        store: Any = _UNTYPED.SimpleCertificateStore()
        store.register(self._loaded(self.root))
        own, clock = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)
        leaf = self._certificate("Chủ tịch (giả định)", own, self.root)
        watch = self._certificate("Dấu thời gian (giả định)", clock, self.root, clock=True)
        self.signer = signers.SimpleSigner(
            signing_cert=self._loaded(leaf), signing_key=self._private(own), cert_registry=store
        )
        self.clock = timestamps.DummyTimeStamper(
            self._loaded(watch), self._private(clock), certs_to_embed=store
        )

    @property
    def pem(self) -> bytes:
        """The certificate of the authority."""
        return self.root.public_bytes(serialization.Encoding.PEM)

    def sign(
        self,
        content: bytes,
        *,
        stamp: bool = False,
        box: tuple[int, int, int, int] | None = None,
        field: str = "S1",
    ) -> bytes:
        """A PDF with a signature, with a time stamp or visible where asked for."""
        writer = _WRITING.IncrementalPdfFileWriter(io.BytesIO(content))
        how = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
        spec = fields.SigFieldSpec(field, box=box) if box else None
        clock = self.clock if stamp else None
        signer = signers.PdfSigner(how, signer=self.signer, timestamper=clock, new_field_spec=spec)
        out: io.BytesIO = signer.sign_pdf(writer)
        return out.getvalue()

    def stamp(self, content: bytes) -> bytes:
        """A PDF with a time stamp over all of it, as archives put it there."""
        writer = _WRITING.IncrementalPdfFileWriter(io.BytesIO(content))
        out: Any = signers.PdfTimeStamper(self.clock).timestamp_pdf(writer, "sha256", None)
        stamped: bytes = out.getvalue()
        return stamped

    def _certificate(
        self, name: str, key: Any, issuer: x509.Certificate | None, *, clock: bool = False
    ) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        authority = issuer is None
        built = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(START)
            .not_valid_after(START + timedelta(days=self.days if issuer else 7300))
            .add_extension(x509.BasicConstraints(authority, None), critical=True)
            .add_extension(_usage(authority), critical=True)
        )
        if not authority:  # somewhere to ask about revocation, which nobody does
            asked = [x509.UniformResourceIdentifier("http://crl.example.org/a.crl")]
            points = x509.CRLDistributionPoints([x509.DistributionPoint(asked, None, None, None)])
            built = built.add_extension(points, critical=False)
        if clock:
            built = built.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
            )
        return built.sign(self.key, hashes.SHA256())

    def _loaded(self, certificate: x509.Certificate) -> Any:
        return asn1.Certificate.load(certificate.public_bytes(DER))

    def _private(self, key: Any) -> Any:
        form = serialization.PrivateFormat.PKCS8
        return keys.PrivateKeyInfo.load(key.private_bytes(DER, form, serialization.NoEncryption()))


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def replaced(content: bytes) -> bytes:
    """A PDF of an empty page behind another one, whose table of objects knows nothing of that."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    made, places = content, []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 4\n0000000000 65535 f \n" + table
    return made + b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def altered(content: bytes, change: str = "words") -> bytes:
    """A PDF with a revision behind it that shows something else: its words, a note, a script, or no page."""
    writer = _WRITING.IncrementalPdfFileWriter(io.BytesIO(content))
    page: Any = writer.root["/Pages"]["/Kids"][0]
    match change:
        case "words":
            page["/Contents"] = writer.add_object(_PDF.StreamObject(stream_data=b"BT ET"))
        case "note":
            note = _PDF.DictionaryObject(
                {
                    _PDF.pdf_name("/Subtype"): _PDF.pdf_name("/FreeText"),
                    _PDF.pdf_name("/Rect"): _PDF.ArrayObject(map(_PDF.NumberObject, (0, 0, 600, 800))),
                }
            )
            page["/Annots"] = _PDF.ArrayObject([writer.add_object(note)])
        case "script":
            action = _PDF.DictionaryObject({_PDF.pdf_name("/S"): _PDF.pdf_name("/JavaScript")})
            writer.root["/OpenAction"] = action
            writer.update_root()
        case "stamp":
            fields.append_signature_field(writer, fields.SigFieldSpec("S9", box=(300, 90, 480, 150)))
        case "form":
            text = {"/FT": _PDF.pdf_name("/Tx"), "/T": _PDF.pdf_string("x")}
            field = writer.add_object(_PDF.DictionaryObject({_PDF.pdf_name(k): v for k, v in text.items()}))
            fields_ = _PDF.ArrayObject([field])
            writer.root["/AcroForm"] = _PDF.DictionaryObject({_PDF.pdf_name("/Fields"): fields_})
            writer.update_root()
        case "info":
            writer.set_info(_PDF.DictionaryObject({_PDF.pdf_name("/Title"): _PDF.pdf_string("X")}))
    if change in {"words", "note"}:
        writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
