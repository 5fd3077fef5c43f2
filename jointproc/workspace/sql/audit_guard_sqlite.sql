-- The audit trail only grows: rows are neither changed nor removed. One statement a paragraph.
CREATE TRIGGER IF NOT EXISTS audit_never_changed
BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

CREATE TRIGGER IF NOT EXISTS audit_never_removed
BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
