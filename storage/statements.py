"""Every statement on documents. `ifnull(expires_at > :now, TRUE)` says: not expired."""

READ = """
    SELECT kind, partition, id, etag, due_at, expires_at, body FROM documents
    WHERE (kind, partition, id) = (:kind, :partition, :id) AND ifnull(expires_at > :now, TRUE)
"""

CREATE = """
    INSERT INTO documents (kind, partition, id, etag, due_at, expires_at, body)
    VALUES (:kind, :partition, :id, :etag, :due_at, :expires_at, :body)
    ON CONFLICT (kind, partition, id) DO UPDATE SET
        etag = excluded.etag, due_at = excluded.due_at, expires_at = excluded.expires_at, body = excluded.body
        WHERE documents.expires_at <= :now
"""

REPLACE = """
    UPDATE documents SET etag = :etag, due_at = :due_at, expires_at = :expires_at, body = :body
    WHERE (kind, partition, id, etag) = (:kind, :partition, :id, :as_read) AND ifnull(expires_at > :now, TRUE)
"""

DELETE = """
    DELETE FROM documents
    WHERE (kind, partition, id, etag) = (:kind, :partition, :id, :as_read) AND ifnull(expires_at > :now, TRUE)
"""

IN_PARTITION = """
    SELECT kind, partition, id, etag, due_at, expires_at, body FROM documents
    WHERE kind = :kind AND partition = :partition AND id > :after AND ifnull(expires_at > :now, TRUE)
    ORDER BY id LIMIT :limit
"""

DUE = """
    SELECT kind, partition, id, etag, due_at, expires_at, body FROM documents
    WHERE kind = :kind AND due_at <= :before AND ifnull(expires_at > :now, TRUE)
    ORDER BY due_at LIMIT :limit
"""

DUE_SINCE = """
    SELECT kind, partition, id, etag, due_at, expires_at, body FROM documents
    WHERE kind = :kind AND due_at >= :since AND ifnull(expires_at > :now, TRUE)
    ORDER BY due_at LIMIT :limit
"""

NEXT_DUE = """
    SELECT due_at FROM documents
    WHERE kind = :kind AND due_at IS NOT NULL AND ifnull(expires_at > :now, TRUE)
    ORDER BY due_at LIMIT 1
"""

EVERYTHING = """
    SELECT kind, partition, id, etag, due_at, expires_at, body FROM documents
    WHERE (kind, partition, id) > (:kind, :partition, :id) AND ifnull(expires_at > :now, TRUE)
    ORDER BY kind, partition, id LIMIT :limit
"""

PURGE = """
    DELETE FROM documents
    WHERE rowid IN (SELECT rowid FROM documents WHERE expires_at <= :now LIMIT :limit)
"""
