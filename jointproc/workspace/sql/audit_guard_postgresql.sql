-- The audit trail only grows: rows are neither changed nor removed. One statement a paragraph.
CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END;
$$;

CREATE OR REPLACE TRIGGER audit_never_changed
BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_only_grows();

CREATE OR REPLACE TRIGGER audit_never_emptied
BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
