"""boto3_uploads.py SPEC: what boto3 does with an S3 endpoint, told as JSON on standard output: for each step its name and, where it failed,
what was said. SPEC is a JSON file: endpoint, virtual, authority, anonymous, bucket, prefix, folder (which holds the files small and large)."""
import base64
import hashlib
import io
import json
import sys
import traceback

import boto3
import botocore
from boto3.s3.transfer import TransferConfig
from botocore import UNSIGNED
from botocore.config import Config

with open(sys.argv[1]) as file:
    spec = json.load(file)
bucket, prefix = spec['bucket'], spec['prefix']
with open(spec['folder'] + '/small', 'rb') as file:
    small = file.read()
with open(spec['folder'] + '/large', 'rb') as file:
    large = file.read()
MIB = 1024 * 1024
NEW = hasattr(Config(), 'request_checksum_calculation')
OBJECT = {'ContentType': 'text/x-test; charset=utf-8', 'Metadata': {'colour': 'blue + green'}}
TRANSFER = TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB, max_concurrency=3)
steps = []


def client(**more):
    s3 = {'addressing_style': 'virtual' if spec['virtual'] else 'path', **more.pop('s3', {})}
    if spec['anonymous']:
        more['signature_version'] = UNSIGNED
    return boto3.client(
        's3', endpoint_url=spec['endpoint'], region_name='us-east-1', verify=spec['authority'],
        aws_access_key_id='AKIDUNKNOWN', aws_secret_access_key='not-the-secret',
        config=Config(s3=s3, retries={'max_attempts': 0}, connect_timeout=10, read_timeout=30, **more))


def step(name, act, stores=None):
    """Runs act(key); stores is the content that the key has after it."""
    try:
        act(prefix + name)
        steps.append({'name': name, 'stores': stores})
    except Exception:
        steps.append({'name': name, 'error': traceback.format_exc()})


class Pipe(io.RawIOBase):
    """Bytes that can be read once."""

    def __init__(self, content):
        self._content = io.BytesIO(content)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._content.readinto(buffer)


def put(s3, key, body, **more):
    s3.put_object(Bucket=bucket, Key=key, Body=body, **OBJECT, **more)


def require(condition, what):
    if not condition:
        raise AssertionError(what)


def multipart(s3, key, **checksum):
    algorithm = {'ChecksumAlgorithm': checksum['algorithm']} if checksum else {}
    upload = s3.create_multipart_upload(Bucket=bucket, Key=key, **OBJECT, **algorithm)['UploadId']
    parts = []
    for number, start in enumerate(range(0, len(large), 5 * MIB), 1):
        part = s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=number, Body=large[start:start + 5 * MIB], **algorithm)
        parts.append({'PartNumber': number, 'ETag': part['ETag']})
    listed = s3.list_parts(Bucket=bucket, Key=key, UploadId=upload)['Parts']
    require([p['PartNumber'] for p in listed] == [p['PartNumber'] for p in parts], 'list_parts')
    s3.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={'Parts': parts})


def abort(s3, key):
    upload = s3.create_multipart_upload(Bucket=bucket, Key=key)['UploadId']
    s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=1, Body=small)
    s3.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload)


def uploads():
    s3 = client()
    step('plain', lambda key: put(s3, key, small), 'small')
    step('empty', lambda key: put(s3, key, b''), 'empty')
    step('gzip', lambda key: put(s3, key, small, ContentEncoding='gzip'), 'small gzip')
    step('md5', lambda key: put(s3, key, small, ContentMD5=base64.b64encode(hashlib.md5(small).digest()).decode()), 'small')
    for algorithm in ('CRC32', 'CRC32C', 'SHA1', 'SHA256'):
        step('checksum-' + algorithm, lambda key: put(s3, key, small, ChecksumAlgorithm=algorithm), 'small')
        # Older versions write their own Content-Encoding over this one where the checksum goes behind the body.
        if NEW or spec['endpoint'].startswith('http:'):
            step('checksum-gzip-' + algorithm, lambda key: put(s3, key, small, ChecksumAlgorithm=algorithm, ContentEncoding='gzip'), 'small gzip')
    step('checksum-given', lambda key: put(s3, key, small, ChecksumSHA256=base64.b64encode(hashlib.sha256(small).digest()).decode()), 'small')
    for signing in (True, False):
        other = client(s3={'payload_signing_enabled': signing})
        step(f'payload-signing-{signing}', lambda key: put(other, key, small), 'small')
        step(f'payload-signing-{signing}-SHA1', lambda key: put(other, key, small, ChecksumAlgorithm='SHA1'), 'small')
    if NEW:
        for when in ('when_supported', 'when_required'):
            other = client(request_checksum_calculation=when, response_checksum_validation=when)
            step(when, lambda key: put(other, key, small), 'small')
            step(when + '-multipart', lambda key: other.upload_fileobj(io.BytesIO(large), bucket, key, ExtraArgs=OBJECT, Config=TRANSFER), 'large')
    step('upload-file', lambda key: s3.upload_file(spec['folder'] + '/small', bucket, key, ExtraArgs=OBJECT), 'small')
    step('upload-multipart', lambda key: s3.upload_file(spec['folder'] + '/large', bucket, key, ExtraArgs=OBJECT, Config=TRANSFER), 'large')
    step('pipe', lambda key: s3.upload_fileobj(Pipe(small), bucket, key, ExtraArgs=OBJECT), 'small')
    step('pipe-multipart', lambda key: s3.upload_fileobj(Pipe(large), bucket, key, ExtraArgs=OBJECT, Config=TRANSFER), 'large')
    step('multipart-checksum', lambda key: s3.upload_fileobj(
        io.BytesIO(large), bucket, key, ExtraArgs={**OBJECT, 'ChecksumAlgorithm': 'SHA256'}, Config=TRANSFER), 'large')
    step('multipart-by-hand', lambda key: multipart(s3, key), 'large')
    step('multipart-aborted', lambda key: abort(s3, key))


def rest():
    s3 = client()
    put(s3, prefix + 'source', small)

    def read(key):
        key = prefix + 'source'
        require(s3.get_object(Bucket=bucket, Key=key, ChecksumMode='ENABLED')['Body'].read() == small, 'get_object')
        head = s3.head_object(Bucket=bucket, Key=key)
        require((head['ContentLength'], head['Metadata']) == (len(small), OBJECT['Metadata']), head)
        part = s3.get_object(Bucket=bucket, Key=key, Range='bytes=70000-140000')
        require((part['ResponseMetadata']['HTTPStatusCode'], part['Body'].read()) == (206, small[70000:140001]), 'range')
        into = io.BytesIO()
        s3.download_fileobj(bucket, key, into, Config=TRANSFER)
        require(into.getvalue() == small, 'download_fileobj')

    def listing(_):
        keys = [o['Key'] for o in s3.list_objects_v2(Bucket=bucket, Prefix=prefix + 'source')['Contents']]
        require(keys == [prefix + 'source'], keys)

    def delete(key):
        for name in ('/1', '/2 + é'):
            put(s3, key + name, small)
        s3.delete_objects(Bucket=bucket, Delete={'Objects': [{'Key': key + '/1'}, {'Key': key + '/2 + é'}]})
        require('Contents' not in s3.list_objects_v2(Bucket=bucket, Prefix=key + '/'), 'still there')
        put(s3, key, small)
        s3.delete_object(Bucket=bucket, Key=key)

    step('read', read)
    step('list', listing)
    # boto3 names the bucket that it knows, which is the server's where the proxy takes it from path or host.
    if spec['copies']:
        step('copy', lambda key: s3.copy_object(Bucket=bucket, Key=key, CopySource={'Bucket': bucket, 'Key': prefix + 'source'}), 'small')
    step('deleted', delete)


uploads()
rest()
print(json.dumps({'version': f'boto3 {boto3.__version__}, botocore {botocore.__version__}', 'steps': steps}))
